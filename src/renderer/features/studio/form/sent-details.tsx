import { useStore } from 'zustand'
import type { EditPlan } from '../../../../shared/domain/edit.ts'
import * as messages from '../../../../shared/messages/en/form-parts.ts'
import { formatSize } from '../../../lib/format.ts'
import { ModelName } from '../../../ui/model-name.tsx'
import { useStudio } from '../studio-context.ts'
import { selectLastEntry, type PlanEntry } from './create-planner.ts'
import type { ModelPick } from './derive-generate-state.ts'
import { useGenerateState } from './generate-context.ts'
import { usePrompts } from './use-generate.ts'

interface SentAreasProps {
  readonly picks: readonly ModelPick[]
}

/** Area, mask and prompt that each model receives. */
export function SentAreas({ picks }: SentAreasProps) {
  return picks.map((pick) => <SentToModel key={pick.key} pick={pick} hasName={picks.length > 1} />)
}

function SentToModel({ pick, hasName }: { readonly pick: ModelPick; readonly hasName: boolean }) {
  const { planner } = useStudio()
  const { task } = useGenerateState()
  const { prompt } = usePrompts()
  const last = useStore(planner.store, (state) => selectLastEntry(state, pick.request))
  const edit = last?.plan?.edit
  if (!edit) return hasName ? null : <p className="sent-words">{messages.shownWhenReady}</p>
  // Compares with the planned request: while a prompt is typed, the last plan has the previous text.
  const isOther = edit.prompt.trim() !== last.of.prompt.trim() || pick.prompts[0] !== prompt.trim()
  return (
    <dl className="sent-list">
      {hasName && (
        <dt className="sent-name">
          <ModelName found={pick} name={pick.card.label} />
        </dt>
      )}
      <div>
        <dt>{messages.area}</dt>
        <dd>{formatSentArea(edit)}</dd>
      </div>
      {(task !== 'expand' || edit.told !== 'crop-only') && (
        <div>
          <dt>{messages.mask}</dt>
          <dd>{formatMaskUse(edit)}</dd>
        </div>
      )}
      {isOther && (
        <div>
          <dt>{messages.prompt}</dt>
          <dd className="selectable">{edit.prompt}</dd>
        </div>
      )}
    </dl>
  )
}

interface SentPromptListProps {
  readonly picks: readonly ModelPick[]
  readonly hasNames: boolean
}

/** The prompts that each model receives. */
export function SentPromptList({ picks, hasNames }: SentPromptListProps) {
  const plans = useStore(useStudio().planner.store)
  return (
    <>
      {picks.map(({ key, provider, card, request, ...pick }) => {
        const prompts = sentPrompts(pick.prompts, selectLastEntry(plans, request))
        return (
          <dl key={key} className="sent-list">
            {hasNames && (
              <dt className="sent-name">
                <ModelName found={{ provider, card }} name={card.label} />
              </dt>
            )}
            <div>
              <dt>{messages.prompt}</dt>
              <dd className="selectable">
                {prompts.slice(0, shownMax).map((each, at) => (
                  <p key={at}>{each}</p>
                ))}
                {prompts.length > shownMax && <p>{messages.moreCount({ count: prompts.length - shownMax })}</p>}
              </dd>
            </div>
            {request?.negativePrompt && (
              <div>
                <dt>{messages.negativePromptField}</dt>
                <dd className="selectable">{request.negativePrompt}</dd>
              </div>
            )}
          </dl>
        )
      })}
    </>
  )
}

/** As sent, where named references change the prompt. Of several prompts only one is planned. */
function sentPrompts(prompts: readonly string[], planned: PlanEntry | null): readonly string[] {
  const sent = planned?.plan?.sentPrompt
  if (sent === undefined) return prompts
  return prompts.map((each) => (prompts.length === 1 || each === planned?.of.prompt ? sent : each))
}

const shownMax = 5

const maskUses: Readonly<Record<EditPlan['told'], string>> = {
  'mask-white': messages.maskSentWhite,
  'mask-black': messages.maskSentBlack,
  'mask-transparent': messages.maskSentTransparent,
  'second-picture': messages.maskSentAsImage,
  'crop-only': messages.maskApplied,
}

/** How the model receives the mask. */
export function formatMaskUse({ told: maskUse }: EditPlan): string {
  return maskUses[maskUse]
}

/** "812 × 640 of the image → 1024 × 1024": the area that is sent, and its size. */
export function formatSentArea({ crop, frame, box }: EditPlan): string {
  const isPadded = box.widthPx !== frame.widthPx || box.heightPx !== frame.heightPx
  const area = formatSize(crop)
  if (!isPadded) return messages.sentArea({ area, sent: formatSize(frame) })
  return messages.sentAreaWithin({ area, sent: formatSize(box), frame: formatSize(frame) })
}
