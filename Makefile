# Thin names for scripts/, which need no make.
commands := $(notdir $(wildcard scripts/*))

.PHONY: $(commands)
$(commands):
	@scripts/$@
