"""The routes, one file a subject.  They parse, ask the service, and answer; they decide nothing."""
