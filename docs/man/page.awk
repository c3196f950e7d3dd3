# SPDX-License-Identifier: Apache-2.0
# Makes a manual page of a tool's --help and of the sections that --help has no room for:
#
#   metadata-dump --help | awk -v tool=metadata-dump -v version=0.2.0 -v sections=docs/man/metadata-dump.man -f docs/man/page.awk
#
# What --help says stands nowhere else.

function text(line) {
  gsub(/\\/, "\\e", line)
  gsub(/-/, "\\-", line)
  # At the beginning of a line, these are commands.
  return line ~ /^[.']/ ? "\\&" line : line
}

function section(name) { print ".SH " name }

# A paragraph of the overview: its lines are joined, unless they are indented and so a table.
function finish_paragraph() {
  if (paragraph == "") return
  if (paragraph ~ /^Exit status: /) {
    exit_status = substr(paragraph, length("Exit status: ") + 1)
  } else if (is_first) {
    abstract = paragraph
    sub(/\.$/, "", abstract)
    overview = ""
    is_first = 0
  } else {
    overview = overview ".PP\n" (is_table ? ".nf\n" paragraph "\n.fi\n" : paragraph "\n")
  }
  paragraph = ""
  is_table = 0
}

function add(line) {
  if (line ~ /^  /) is_table = 1
  if (paragraph == "") paragraph = text(line)
  else paragraph = paragraph (is_table ? "\n" : " ") text(line)
}

# An option, or an argument, with what stands behind it on the line.
function item(line, name, rest) {
  name = substr(line, 3)
  rest = ""
  if (match(name, /  +/)) {
    rest = substr(name, RSTART + RLENGTH)
    name = substr(name, 1, RSTART - 1)
  }
  name = text(name)
  gsub(/</, "\\fI", name)
  gsub(/>/, "\\fR", name)
  options = options ".TP\n\\fB" name "\\fR\n"
  if (rest != "") options = options text(rest) "\n"
}

BEGIN { state = "start" }

/^OVERVIEW: / {
  state = "overview"
  is_first = 1
  add(substr($0, length("OVERVIEW: ") + 1))
  next
}
/^USAGE: / {
  finish_paragraph()
  state = "usage"
  usage = text(substr($0, length("USAGE: ") + 1))
  next
}
/^[A-Z][A-Z ]*:$/ {
  state = "options"
  name = substr($0, 1, length($0) - 1)
  options = options ".SS " name "\n"
  next
}
state == "overview" && /^$/ { finish_paragraph(); next }
state == "overview" { add($0); next }
state == "usage" && !/^$/ { usage = usage "\n" text(substr($0, length("USAGE: ") + 1)); next }
state == "options" && /^  [^ ]/ { item($0); next }
state == "options" && /^   / {
  sub(/^ +/, "")
  options = options text($0) "\n"
}

END {
  if (exit_status == "") {
    print "page.awk: " tool " --help says nothing of the exit status" > "/dev/stderr"
    exit 1
  }
  printf ".TH %s 1 \"\" \"swift-flink-metadata %s\" \"swift-flink-metadata\"\n", toupper(tool), version
  section("NAME")
  print text(tool) " \\- " tolower(substr(abstract, 1, 1)) substr(abstract, 2)
  section("SYNOPSIS")
  print ".nf\n" usage "\n.fi"
  section("DESCRIPTION")
  # The first paragraph follows the heading without a distance of its own.
  sub(/^\.PP\n/, "", overview)
  printf "%s", overview
  section("OPTIONS")
  printf "%s", options
  section("EXIT STATUS")
  print exit_status
  while ((getline line < sections) > 0) print line
}
