# A target for each of scripts/, which also run without make.
commands := $(notdir $(wildcard scripts/*))

.PHONY: $(commands)
$(commands):
	@scripts/$@
