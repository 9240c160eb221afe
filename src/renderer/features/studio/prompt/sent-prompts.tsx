import { Disclosure } from '../../../ui/disclosure.tsx'
import { ModelName } from '../../../ui/model-name.tsx'
import type { ModelPick } from '../form/derive-make.ts'
import { useMakeState } from '../form/make-context.ts'
import { useWords } from '../form/use-make.ts'

/** The words as each model gets them, where they are not those that were typed. */
export function SentPrompts() {
  const { picks } = useMakeState()
  const { prompt, negativePrompt } = useWords()
  const isOther = (pick: ModelPick) =>
    pick.prompts.length > 1 ||
    pick.prompts[0] !== prompt.trim() ||
    (pick.request?.negativePrompt ?? negativePrompt.trim()) !== negativePrompt.trim()
  const others = picks.filter(({ card }) => card.prompt !== 'none').filter(isOther)
  if (prompt.trim() === '' || others.length === 0) return null
  return (
    <Disclosure title="What is sent">
      {others.map(({ key, provider, card, prompts, request }) => (
        <dl key={key} className="sent-list">
          {picks.length > 1 && (
            <dt className="sent-name">
              <ModelName found={{ provider, card }} name={card.label} />
            </dt>
          )}
          <div>
            <dt>Words</dt>
            <dd className="selectable">
              {prompts.slice(0, shownMax).map((each, at) => (
                <p key={at}>{each}</p>
              ))}
              {prompts.length > shownMax && <p>and {prompts.length - shownMax} more</p>}
            </dd>
          </div>
          {request?.negativePrompt && (
            <div>
              <dt>Negative prompt</dt>
              <dd className="selectable">{request.negativePrompt}</dd>
            </div>
          )}
        </dl>
      ))}
    </Disclosure>
  )
}

const shownMax = 5
