import { PanelSection } from '../../ui/panel-section.tsx'
import { PillChoice } from '../../ui/pill-choice.tsx'
import { MakePanel } from './make/make-panel.tsx'
import { useTask } from './make/use-make.ts'
import { useStudio } from './studio-context.ts'
import './task-panel.css'
import { tasks, taskWords } from './tasks.ts'

const options = tasks.map((task) => ({ value: task, label: taskWords[task].label }))

/** What to do, and the form for it. */
export function TaskPanel() {
  const { make } = useStudio()
  const task = useTask()
  return (
    <div className="task-panel">
      <div className="task-panel-head">
        <PanelSection title="What to do">
          <PillChoice
            label="What to do"
            isLabelHidden
            look="accent"
            options={options}
            value={task}
            onChange={(next) => make.chooseTask(next)}
          />
          <p className="task-panel-hint">{taskWords[task].hint}</p>
        </PanelSection>
      </div>
      <MakePanel key={task} task={task} />
    </div>
  )
}
