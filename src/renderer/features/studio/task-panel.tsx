import { useId } from 'react'
import type { StudioTask } from '../../../shared/domain/settings.ts'
import * as messages from '../../../shared/messages/en/studio.ts'
import { useActiveDocument } from '../../client/index.ts'
import { PanelSection } from '../../ui/panel-section.tsx'
import { TipLabel } from '../../ui/menus/tip-label.tsx'
import { GeneratePanel } from './form/generate-panel.tsx'
import { useTask } from './form/use-generate.ts'
import { LazyContinueButton, LazyConversation } from './deferred-parts.ts'
import { useStudio, useStudioState } from './studio-context.ts'
import './task-panel.css'
import { taskIcons } from './task-icons.ts'
import { tasks, taskTexts } from './tasks.ts'

/** The task, and its form; or the conversation about the open image. */
export function TaskPanel() {
  const conversation = useStudioState((state) => state.conversation)
  const document = useActiveDocument()
  if (conversation === null || document?.id !== conversation.documentId) return <Task />
  return <LazyConversation {...conversation} />
}

function Task() {
  const { form, canvas } = useStudio()
  const task = useTask()
  const { label, hint } = taskTexts[task]
  return (
    <div className="task-panel">
      <div className="task-panel-head">
        <PanelSection title={messages.task} aside={canvas !== null && <LazyContinueButton />}>
          <TaskChoice value={task} onChange={(next) => form.chooseTask(next)} />
          <p className="task-panel-hint">
            <strong>{label}</strong> {hint}
          </p>
        </PanelSection>
      </div>
      <GeneratePanel key={task} task={task} />
    </div>
  )
}

interface TaskChoiceProps {
  readonly value: StudioTask
  readonly onChange: (task: StudioTask) => void
}

/** All tasks in one row of icons, each with its name as a tooltip; the name of the selected one is shown below. */
function TaskChoice({ value, onChange }: TaskChoiceProps) {
  const name = useId()
  return (
    <fieldset className="task-choice" data-focus-first aria-label={messages.task}>
      {tasks.map((task) => {
        const Icon = taskIcons[task]
        const { label } = taskTexts[task]
        return (
          <TipLabel key={task} text={label} side="bottom">
            <input
              type="radio"
              name={name}
              aria-label={label}
              checked={task === value}
              onChange={() => onChange(task)}
            />
            <span>
              <Icon size={15} aria-hidden="true" />
            </span>
          </TipLabel>
        )
      })}
    </fieldset>
  )
}
