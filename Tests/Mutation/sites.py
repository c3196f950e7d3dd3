# SPDX-License-Identifier: Apache-2.0
"""Where mutants of Swift sources can be, and how they are written: each as a switch on the number in MUTANT."""
import re

HEADER = """#include <stdbool.h>
extern int mutantNumber;
static inline bool mutant(int number) { return mutantNumber == number; }
"""
SWITCH = """#include "CMutant.h"
#include <stdlib.h>
int mutantNumber = 0;
__attribute__((constructor)) static void readMutantNumber(void) {
  const char *text = getenv("MUTANT");
  if (text) mutantNumber = atoi(text);
}
"""

# An operator, and what it becomes.
OPERATORS = {
  "<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==", "&&": "||", "||": "&&", "+": "-", "-": "+",
  "&+": "&-", "&-": "&+", "*": "+", "&": "|", "|": "&", "<<": ">>", ">>": "<<", "+=": "-=", "-=": "+=", "&+=": "&-=",
  "..<": "...",
}
PRECEDENCE = {
  "<": "Comparison", "<=": "Comparison", ">": "Comparison", ">=": "Comparison", "==": "Comparison", "!=": "Comparison",
  "&&": "LogicalConjunction", "||": "LogicalDisjunction", "+": "Addition", "-": "Addition", "&+": "Addition",
  "&-": "Addition", "*": "Multiplication", "&": "Multiplication", "|": "Addition", "<<": "BitwiseShift",
  ">>": "BitwiseShift", "+=": "Assignment", "-=": "Assignment", "&+=": "Assignment", "..<": "RangeFormation",
}


class Site:
  """A place in a file, and the change there: `kind` is an operator, or what is done with the text of the place."""

  def __init__(self, file, line, start, end, kind, text, change, source):
    self.file, self.line, self.start, self.end, self.kind = file, line, start, end, kind
    self.text, self.change, self.source, self.number = text, change, source, 0

  def __str__(self): return f"{self.number}: {self.file}:{self.line}: {self.change}"

  @property
  def wraps(self): return self.kind in ("statement", "condition", "result")

  def overlaps(self, other):
    if self.wraps != other.wraps: return False
    return self.wraps or (self.start < other.end and other.start < self.end)

  def edits(self):
    """What is inserted at which offset, and how much of the text is left out there."""
    n = self.number
    if self.kind == "statement": return [(self.start, f"if !mutant({n}) {{ ", 0), (self.end, " }", 0)]
    if self.kind == "condition": return [(self.start, f"changed({n}, ", 0), (self.end, ")", 0)]
    if self.kind == "result": return [(self.start, f"changed({n}, ", 0), (self.end, ")", 0)]
    length = self.end - self.start
    if self.kind == "constant": return [(self.start, f"(mutant({n}) ? {self.change.split()[-1]} : {self.text})", length)]
    if self.kind == "extreme": return [(self.start, f"{self.text[:-1]}Mutated({n}, ", length)]
    return [(self.start, operator(n), length)]


def operator(number):
  """An operator of its own for each mutant, so that precedence decides what belongs to it."""
  return "\u2263" + "".join(chr(0x2581 + int(digit)) for digit in str(number))


def code(text):
  """The text with blanks instead of comments and the characters of strings."""
  out, i, n = list(text), 0, len(text)

  def blank(start, end):
    for k in range(start, end):
      if out[k] != "\n": out[k] = "\u00b7"

  while i < n:
    if text.startswith("//", i):
      end = text.find("\n", i)
      end = n if end < 0 else end
    elif text.startswith("/*", i):
      end = text.find("*/", i) + 2
    elif text.startswith('"""', i):
      end = text.find('"""', i + 3) + 3
    elif text[i] == '"':
      end, depth = i + 1, 0
      while text[end] != '"' or depth > 0:
        if text.startswith("\\(", end): depth, end = depth + 1, end + 2; continue
        if depth == 0 and text[end] == "\\": end += 1
        elif depth > 0 and text[end] in "()": depth += 1 if text[end] == "(" else -1
        end += 1
      end += 1
    else:
      i += 1
      continue
    blank(i, end)
    i = end
  return "".join(out)


def scopes(source):
  """For the beginning of each line: the brackets around it, each with the line of its opening."""
  stack, result, line_start = [], [[]], 0
  for i, character in enumerate(source):
    if character in "([{":
      # The declaration may have begun lines before.
      header = source[max(source.rfind("\n\n", 0, i), 0):i].rsplit("}", 1)[-1]
      stack.append((character, header))
    elif character in ")]}" and stack: stack.pop()
    elif character == "\n": result.append(list(stack))
  return result


def sites(file, text, generator):
  """All places of a file where a mutant can be."""
  source, found, offset = code(text), [], 0
  lines, around = source.split("\n"), scopes(source)
  for index, line in enumerate(lines):
    def add(start, end, kind, change):
      found.append(Site(
        file, index + 1, offset + start, offset + end, kind, source[offset + start:offset + end], change,
        text[offset:offset + len(line)]))

    inside = around[index]
    is_statement = bool(inside) and inside[-1][0] == "{"
    is_initialiser = any("init" in header.split("func")[-1][-400:] and re.search(r"\binit\??[(<]", header) for _, header in inside)
    stripped = line.strip()
    skips = not stripped or not inside or re.search(r"\bfunc |\bwhere |^\s*(case|@|extension|struct|enum|import)\b|#if", line)
    if not skips:
      for match in re.finditer(r"(?<=\s)(\S+)(?=\s)", line):
        if match[1] in OPERATORS and match[1] != "..<" and not line[match.end():].startswith(" ~"):
          add(match.start(), match.end(), match[1], f"{match[1]} becomes {OPERATORS[match[1]]}")
      for match in re.finditer(r"(?<=[\w)\]])\.\.<(?=[\w(])", line): add(match.start(), match.end(), "..<", "..< becomes ...")
      for match in re.finditer(r"(?<![\w.$])(\d+)(?![\w.])", line):
        value = int(match[1])
        other = value + 1 if value == 0 or generator.random() < 0.5 else value - 1
        add(match.start(), match.end(), "constant", f"{value} becomes {other}")
      for match in re.finditer(r"(?<![\w.])(min|max)\((?!\))", line):
        add(match.start(), match.end(), "extreme", f"{match[1]} becomes {'max' if match[1] == 'min' else 'min'}")
    next_line = lines[index + 1].strip() if index + 1 < len(lines) else ""
    ends = not re.match(r"[.?:&|+*<>=-]|\)|\]", next_line) and balanced(stripped)
    if is_statement and ends and not skips:
      begin = len(line) - len(line.lstrip())
      prefix = r"^(?:unsafe )?(?:try )?(?:unsafe )?"
      place = r"[A-Za-z_][\w.]*(?:\[[^\]]*\])?[\w.]*"
      keywords = r"(?!return\b|throws\b|if\b|guard\b|throw\b|let\b|var\b|else\b|defer\b|while\b|for\b|switch\b|do\b|precondition|super\b|self\.init\b|init\b|public\b|private\b|static\b)"
      if re.match(prefix + keywords + place + r"\(.*\)$", stripped) and depth_zero_call(stripped):
        add(begin, len(line.rstrip()), "statement", "the call is left out")
      elif re.match(prefix + keywords + place + r" [-+|&]*= .*[^{(,=]$", stripped) and not is_initialiser:
        add(begin, len(line.rstrip()), "statement", "the assignment is left out")
      result = re.match(r"(.*?\breturn )(\S.*?)( \}.*)?$", line)
      if result and balanced(result[2]) and result[2][0] not in "{[(":
        add(result.end(1), result.end(2), "result", "the result is changed")
    for start, end in conditions(line): add(start, end, "condition", "the condition is negated")
    offset += len(line) + 1
  return found


def balanced(text):
  depth = 0
  for character in text:
    depth += (character in "([{") - (character in ")]}")
    if depth < 0: return False
  return depth == 0


def depth_zero_call(text):
  """Whether the text is one call, not `a() + b()`."""
  depth = 0
  for character in text[text.index("("):-1]:
    depth += (character in "([{") - (character in ")]}")
    if depth == 0: return False
  return True


def conditions(line):
  """The Boolean parts of `if`, `guard` and `while` in a line."""
  match = re.match(r"^(\s*(?:\} else )?(?:if|guard|while) )(.*?)( else)? \{", line)
  if not match or not balanced(match[2]): return
  start, depth = match.end(1), 0
  for i in range(match.start(2), match.end(2) + 1):
    at_end = i == match.end(2)
    if not at_end: depth += (line[i] in "([{") - (line[i] in ")]}")
    if at_end or (line[i] == "," and depth == 0):
      part = line[start:i]
      if not re.match(r"\s*(let|var|case|#|unsafe let)\b", part):
        yield start + len(part) - len(part.lstrip()), i
      start = i + 1


# MARK: Writing

def planted(text, mutants):
  """The text with all these mutants; its lines stay where they are."""
  if not mutants: return text
  pieces, position = [], 0
  edits = [
    # At one place, what ends comes before what begins; of two that begin, the longer one first.
    (at, 0 if at == mutant.end and mutant.wraps else 1, -mutant.end if at == mutant.start else -mutant.start, new, length)
    for mutant in mutants for at, new, length in mutant.edits()
  ]
  for at, _, _, new, length in sorted(edits, key=lambda edit: edit[:3]):
    pieces += [text[position:at], new]
    position = at + length
  return "import CMutant; " + "".join(pieces) + text[position:]


def support(mutants):
  """The operators and functions that the mutants use."""
  lines = [
    "import CMutant",
    function("changed(_ n: Int32, _ value: Bool) -> Bool", "mutant(n) ? !value : value"),
    function("changed<T: FixedWidthInteger>(_ n: Int32, _ value: T) -> T", "mutant(n) ? value &+ 1 : value"),
    function("changed<T>(_ n: Int32, _ value: T?) -> T?", "mutant(n) ? nil : value"),
    function("minMutated<T: Comparable>(_ n: Int32, _ a: T, _ b: T) -> T", "mutant(n) ? max(a, b) : min(a, b)"),
    function("maxMutated<T: Comparable>(_ n: Int32, _ a: T, _ b: T) -> T", "mutant(n) ? min(a, b) : max(a, b)"),
  ]
  for mutant in mutants:
    if mutant.kind not in OPERATORS: continue
    name, old, new, n = operator(mutant.number), mutant.kind, OPERATORS[mutant.kind], mutant.number
    lines.append(f"infix operator {name}: {PRECEDENCE[old]}Precedence")

    def binary(types, a, b, result, old=old, new=new):
      lines.append(function(f"{name} {types}(_ a: {a}, _ b: {b}) -> {result}", f"mutant({n}) ? a {new} b : a {old} b"))

    if old in ("==", "!="): binary("<T: Equatable>", "T", "T", "Bool")
    elif old in ("<", "<=", ">", ">="): binary("<T: Comparable>", "T", "T", "Bool")
    elif old in ("&&", "||"):
      lines.append(function(
        f"{name} (_ a: Bool, _ b: @autoclosure () throws -> Bool) rethrows -> Bool",
        f"try mutant({n}) ? a {new} b() : a {old} b()"))
    elif old in ("+", "-"):
      binary("<T: AdditiveArithmetic>", "T", "T", "T")
      for pointer in ("UnsafeRawPointer", "UnsafeMutableRawPointer"):
        binary("", pointer, "Int", pointer)
        if old == "-":
          lines.append(function(f"{name} (_ a: {pointer}, _ b: {pointer}) -> Int", f"mutant({n}) ? b - a : a - b"))
      if old == "+":
        lines.append(function(f"{name} <T: RangeReplaceableCollection>(_ a: T, _ b: T) -> T", f"mutant({n}) ? a : a + b"))
    elif old in ("+=", "-=", "&+="):
      kind = "FixedWidthInteger" if old == "&+=" else "AdditiveArithmetic"
      lines.append(function(
        f"{name} <T: {kind}>(_ a: inout T, _ b: T)", f"if mutant({n}) {{ a {new} b }} else {{ a {old} b }}"))
      for pointer in ("UnsafeRawPointer", "UnsafeMutableRawPointer"):
        if old == "+=":
          lines.append(function(
            f"{name} (_ a: inout {pointer}, _ b: Int)", f"if mutant({n}) {{ a {new} b }} else {{ a {old} b }}"))
    elif old == "..<":
      lines.append(function(f"{name} (_ a: Int, _ b: Int) -> Range<Int>", f"mutant({n}) ? a..<(b + 1) : a..<b"))
    elif old in ("<<", ">>"): binary("<T: FixedWidthInteger>", "T", "T", "T")
    else: binary("<T: FixedWidthInteger>", "T", "T", "T")
  return "\n".join(lines) + "\n"


def function(declaration, body):
  return f"@usableFromInline @_transparent func {declaration} {{ {body} }}"
