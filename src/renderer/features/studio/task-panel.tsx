import { MessagesSquare } from 'lucide-react'
import { useId } from 'react'
import type { StudioTask } from '../../../shared/domain/settings.ts'
import * as messages from '../../../shared/messages/en/studio.ts'
import { selectActiveDocument, useActiveDocument, useServices } from '../../client/index.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { PanelSection } from '../../ui/panel-section.tsx'
import { Tip } from '../../ui/tip.tsx'
import { GeneratePanel } from './form/generate-panel.tsx'
import { useTask } from './form/use-generate.ts'
import { LazyConversation } from './deferred-parts.ts'
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
        <PanelSection title={messages.task} aside={canvas !== null && <ContinueButton />}>
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

/** Goes on from the selected result, or from the open image. */
function ContinueButton() {
  const { actions } = useStudio()
  const { documents, intents } = useServices()
  const start = async () => {
    const assetId = await actions.shownImage()
    const documentId = selectActiveDocument(documents.store.getState())?.id ?? null
    if (assetId !== null) intents.send({ type: 'continue-in-words', assetId, documentId })
  }
  return (
    <IconButton
      label={messages.continueInWords}
      command="image.continue"
      size="small"
      onClick={() => void start().catch((error: unknown) => intents.send({ type: 'report', error }))}
    >
      <MessagesSquare size={14} aria-hidden="true" />
    </IconButton>
  )
}

interface TaskChoiceProps {
  readonly value: StudioTask
  readonly onChange: (task: StudioTask) => void
}

/** All tasks in one row of icons, each with a tooltip; the label of the selected one is shown below. */
function TaskChoice({ value, onChange }: TaskChoiceProps) {
  const name = useId()
  return (
    <fieldset className="task-choice" aria-label={messages.task}>
      {tasks.map((task) => {
        const Icon = taskIcons[task]
        const { label } = taskTexts[task]
        return (
          <label key={task}>
            <input
              type="radio"
              name={name}
              aria-label={label}
              checked={task === value}
              onChange={() => onChange(task)}
            />
            <Tip text={label} side="bottom">
              <Icon size={15} aria-hidden="true" />
            </Tip>
          </label>
        )
      })}
    </fieldset>
  )
}
