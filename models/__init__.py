"""Everything that is fitted: matches, their evaluation, first estimates and the reasons given."""
