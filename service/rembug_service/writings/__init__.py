"""Charter, bylaws, tatib and criteria as the residents write them: templates, drafts, versions, adoption."""
