"""Documentation comments can be read beside the names that they document."""

from doc_comments import doc_comments

CLAUSES_MAX = 0.02


def test_comments_are_noun_and_verb_phrases(repository):
    comments = [(name, each) for name in repository.under("Sources", ".swift")
                for each in doc_comments(repository.text(name))]
    clauses = [f"{name}:{each.line} {each.summary}" for name, each in comments if each.grammar == "relative clause"]
    share = len(clauses) / len(comments)
    assert share < CLAUSES_MAX, f"{len(clauses)} of {len(comments)} ({share:.1%}):\n" + "\n".join(clauses)
