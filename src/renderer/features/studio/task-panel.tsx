import { useSettings } from '../../client/index.ts'
import { PanelSection } from '../../ui/panel-section.tsx'
import { PillChoice } from '../../ui/pill-choice.tsx'
import { FillPanel } from './fill-panel.tsx'
import type { Task } from './make/make-actions.ts'
import { MakePanel } from './make/make-panel.tsx'
import { useStudio } from './studio-context.ts'
import './task-panel.css'

const tasks: readonly { readonly value: Task; readonly label: string }[] = [
  { value: 'fill', label: 'Fill' },
  { value: 'generate', label: 'New picture' },
  { value: 'edit', label: 'Edit' },
  { value: 'variations', label: 'Variations' },
]

const hints: Readonly<Record<Task, string>> = {
  fill: 'Repaints what is under the mask from the rest of the picture.',
  generate: 'Draws a picture from words.',
  edit: 'Changes the picture, or what is painted over, by words.',
  variations: 'Draws others like the picture.',
}

/** What to do, and the form for it. */
export function TaskPanel() {
  const { make } = useStudio()
  const task = useSettings((each) => each.studio.task)
  return (
    <div className="task-panel">
      <div className="task-panel-head">
        <PanelSection title="What to do">
          <PillChoice
            label="What to do"
            isLabelHidden
            look="accent"
            options={tasks}
            value={task}
            onChange={(next) => make.chooseTask(next)}
          />
          <p className="task-panel-hint">{hints[task]}</p>
        </PanelSection>
      </div>
      {task === 'fill' ? <FillPanel /> : <MakePanel key={task} operation={task} />}
    </div>
  )
}
