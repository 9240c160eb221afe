import { useStore } from 'zustand'
import type { PlanRequest } from '../../../../shared/domain/generation.ts'
import type { Mark } from '../../../../shared/domain/markup.ts'
import * as messages from '../../../../shared/messages/en/conversation.ts'
import { SwitchField } from '../../../ui/switch-field.tsx'
import { selectLastPlan } from '../form/create-planner.ts'
import { MarkupPreview } from '../form/markup-preview.tsx'
import { useStudio } from '../studio-context.ts'
import { marksOfStep } from './step-request.ts'
import type { OpenThread } from './use-conversation.ts'

interface StepMarksProps {
  readonly open: OpenThread
  readonly marks: readonly Mark[]
  readonly request: PlanRequest | null
}

/** Whether the step gets the marks on the canvas, and the copy of the image that shows them. */
export function StepMarks({ open: { conversation, thread, draft, imageId }, marks, request }: StepMarksProps) {
  const { canvas } = useStudio()
  const plan = useStore(conversation.planner.store, (state) => selectLastPlan(state, request))
  const isUsed = marksOfStep(draft, marks).length > 0
  return (
    <>
      <SwitchField
        label={messages.stepMarks({ count: marks.length })}
        hint={isUsed ? messages.stepMarksHint : undefined}
        isOn={isUsed}
        onChange={(usesMarks) => conversation.changeDraft(thread.id, { usesMarks })}
      />
      {isUsed && canvas !== null && plan?.markup === 'image' && (
        <MarkupPreview canvas={canvas} imageId={imageId} marks={marks} plan={plan} />
      )}
    </>
  )
}
