package bridge

// lessonStatus adds how far the lesson is.
func (e *Engine) lessonStatus(s *status) {
	l := e.world.Lesson
	s.complete = len(e.scenario().Steps) > 0
	for _, step := range e.scenario().Steps {
		done := l.Done(step.ID)
		s.steps = append(s.steps, stepState{step.ID, done})
		s.complete = s.complete && done
	}
	for _, h := range l.Hints() {
		s.hints = append(s.hints, hintState{h.Step, h.Key})
	}
}
