import type { ReactNode } from 'react'
import { useStore } from 'zustand'
import type { RequestPlan } from '../../../../../shared/domain/generation.ts'
import * as messages from '../../../../../shared/messages/en/markup.ts'
import { useServices } from '../../../../client/index.ts'
import type { CanvasSession } from '../../../../editor/session/canvas-session.ts'
import { Disclosure } from '../../../../ui/disclosure.tsx'
import { ModelName } from '../../../../ui/model-name.tsx'
import { PanelSection } from '../../../../ui/panel-section.tsx'
import { SwitchField } from '../../../../ui/fields/switch-field.tsx'
import { useCanvasState, useStudio, useStudioState } from '../../studio-context.ts'
import { selectLastEntry } from '../create-planner.ts'
import type { ModelPick } from '../derive-generate-state.ts'
import { useGenerateState } from '../generate-context.ts'
import { MarkupPreview } from './markup-preview.tsx'
import './markup-section.css'

/** Whether the marks over the image are sent, and what each model gets of them. */
export function MarkupSection({ canvas }: { readonly canvas: CanvasSession }): ReactNode {
  const { store } = useStudio()
  const { picks, runsHere } = useGenerateState()
  const isUsed = useStudioState((state) => state.form.usesMarkup)
  return (
    <PanelSection title={messages.sentMarkup}>
      <SwitchField
        label={messages.sendMarkup}
        hint={messages.sendMarkupHint}
        isOn={isUsed}
        onChange={(isOn) => store.setState(({ form }) => ({ form: { ...form, usesMarkup: isOn } }))}
      />
      {isUsed && runsHere && <p className="sent-markup">{messages.notUsedHere}</p>}
      {isUsed &&
        picks.map((pick) => <SentMarkup key={pick.key} canvas={canvas} pick={pick} hasName={picks.length > 1} />)}
    </PanelSection>
  )
}

interface SentMarkupProps {
  readonly canvas: CanvasSession
  readonly pick: ModelPick
  readonly hasName: boolean
}

function SentMarkup({ canvas, pick, hasName }: SentMarkupProps): ReactNode {
  const { hasMask, marks } = useGenerateState()
  const last = useStore(useStudio().planner.store, (state) => selectLastEntry(state, pick.request))
  const { describeError } = useServices()
  const baseId = useCanvasState(canvas, (state) => state.baseId)
  const plan = last?.plan ?? null
  return (
    <div className="sent-markup">
      {hasName && <ModelName found={pick} name={pick.card.label} />}
      {last?.error ? <p role="alert">{describeError(last.error).text}</p> : null}
      {plan === null && !last?.error && <p>{messages.planPending}</p>}
      {plan !== null && (
        <>
          <p>{sentAs(plan, hasMask)}</p>
          {plan.markup !== undefined && !(plan.markup === 'mask' && hasMask) && (
            <MarkupPreview canvas={canvas} imageId={baseId} marks={marks} plan={plan} />
          )}
          {plan.markup !== undefined && plan.sentPrompt && (
            <Disclosure title={messages.instruction}>
              <p className="sent-markup-prompt selectable">{plan.sentPrompt}</p>
            </Disclosure>
          )}
        </>
      )}
    </div>
  )
}

function sentAs({ markup, warnings }: RequestPlan, hasMask: boolean): string {
  // The last plan, made before there were marks, says nothing of them.
  if (markup === undefined)
    return warnings.some(({ code }) => code === 'markup-ignored') ? messages.notSent : messages.planPending
  if (markup === 'image') return messages.copySent
  return hasMask ? messages.paintedMaskSent : messages.maskSent
}
