import ArgumentParser

@main
struct MetadataDump: ParsableCommand {}
