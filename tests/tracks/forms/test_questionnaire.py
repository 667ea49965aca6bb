from tracks.forms.questionnaire import QuestionnaireForm
from tracks.queries.questionnaire import AskedOption, AskedQuestion

QUESTIONS = (
    AskedQuestion("start", "Where?", "Pick one.", (AskedOption("here", "Here", ()),)),
    AskedQuestion("end", "Where to?", "", (AskedOption("there", "There", ()),)),
)


class TestQuestionnaireForm:
    def test_leaves_out_what_was_not_answered(self):
        form = QuestionnaireForm({"start": "here", "end": ""}, questions=QUESTIONS)
        assert form.is_valid()
        assert form.list_answers() == {"start": "here"}

    def test_refuses_an_answer_that_is_not_offered(self):
        form = QuestionnaireForm({"start": "nowhere"}, questions=QUESTIONS)
        assert not form.is_valid()
        assert "“nowhere” is not one of the answers" in form.errors["start"][0]

    def test_offers_each_answer_once_and_no_empty_one(self):
        form = QuestionnaireForm(questions=QUESTIONS)
        assert [option.choice_label for option in form["start"]] == ["Here"]
        assert form.fields["start"].help_text == "Pick one."
