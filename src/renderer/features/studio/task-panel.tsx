import { PanelSection } from '../../ui/panel-section.tsx'
import { MakePanel } from './form/make-panel.tsx'
import { useTask } from './form/use-make.ts'
import { useStudio } from './studio-context.ts'
import { TaskChoice } from './task-choice.tsx'
import './task-panel.css'
import { taskWords } from './tasks.ts'

/** The task, and the form for it. */
export function TaskPanel() {
  const { make } = useStudio()
  const task = useTask()
  const { label, hint } = taskWords[task]
  return (
    <div className="task-panel">
      <div className="task-panel-head">
        <PanelSection title="Task">
          <TaskChoice value={task} onChange={(next) => make.chooseTask(next)} />
          <p className="task-panel-hint">
            <strong>{label}</strong> {hint}
          </p>
        </PanelSection>
      </div>
      <MakePanel key={task} task={task} />
    </div>
  )
}
