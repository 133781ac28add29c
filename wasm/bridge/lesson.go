package bridge

import "ehloworld/engine/jsontext"

// lessonStatus adds how far the lesson is: which steps are done, and the hints offered for those that are not.
func (e *Engine) lessonStatus(s *status) {
	l := e.world.Lesson
	for _, step := range e.scenario().Steps {
		s.steps = append(s.steps, stepState{step.ID, l.IsDone(step.ID)})
	}
	for _, h := range e.world.Hints() {
		if !l.IsDone(h.Step) {
			s.hints = append(s.hints, hintState{h.Step, h.Key})
		}
	}
	s.complete = l.Complete()
}

// idle asks for the hints that help a person who has done nothing for some seconds of their own time.
func (e *Engine) idle(seconds int, w *jsontext.Writer) {
	w.Array()
	for _, c := range e.world.Lesson.Idle(seconds) {
		w.Object()
		w.Str("step", c.Step)
		w.Str("key", c.Key)
		w.EndObject()
	}
	w.EndArray()
}
