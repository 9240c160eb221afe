import { Check } from 'lucide-react'
import {
  suggestionBasisMin,
  type ModelPurpose,
  type PresetTask,
  type ValueTask,
  type ValueReport,
  presetTaskLabel,
  purposeLabels,
  suggestionReason,
} from '../../../../shared/domain/model-value.ts'
import type { ModelRef } from '../../../../shared/domain/provider.ts'
import * as messages from '../../../../shared/messages/en/value.ts'
import { useProviders, useServices, useSetInFile, useSettings } from '../../../client/index.ts'
import { currentDefault } from '../../../lib/current-default.ts'
import { isSameModel } from '../../../lib/models/model-ref.ts'
import { Button } from '../../../ui/button.tsx'
import { LockNote } from '../../../ui/fields/locked-fields.tsx'

interface ValueSuggestionsProps {
  readonly values: ValueReport
  /** Of the filter; null = any. */
  readonly task: ValueTask | null
  readonly nameOf: (ref: ModelRef) => string
}

/** The models suggested for drafts and for finals, each with its reason. */
export function ValueSuggestions({ values, task, nameOf }: ValueSuggestionsProps) {
  if (values.draft === null || values.final === null) {
    return <p className="value-no-suggestion">{messages.noSuggestion({ count: suggestionBasisMin })}</p>
  }
  return (
    <div className="value-suggestions">
      <Suggestion purpose="draft" suggested={values.draft} {...{ values, task, nameOf }} />
      <Suggestion purpose="final" suggested={values.final} {...{ values, task, nameOf }} />
    </div>
  )
}

interface SuggestionProps extends ValueSuggestionsProps {
  readonly purpose: ModelPurpose
  readonly suggested: ModelRef
}

const texts = {
  draft: { title: messages.goodEnough, use: messages.useForDrafts, used: messages.usedForDrafts },
  final: { title: messages.worthIt, use: messages.useForFinals, used: messages.usedForFinals },
} as const

function Suggestion({ purpose, suggested, values, task, nameOf }: SuggestionProps) {
  const { title } = texts[purpose]
  return (
    <section className="value-suggestion" aria-label={title}>
      <h3>{title}</h3>
      <p className="value-suggestion-model">{nameOf(suggested)}</p>
      <p>{suggestionReason(values, purpose, nameOf)}</p>
      {task !== 'upscale' && <Accept purpose={purpose} suggested={suggested} task={task ?? 'any'} />}
    </section>
  )
}

interface AcceptProps extends Pick<SuggestionProps, 'purpose' | 'suggested'> {
  readonly task: PresetTask
}

/** Sets the default of the task, or of any task; says which one is set. */
function Accept({ purpose, suggested, task }: AcceptProps) {
  const { settings } = useServices()
  const providers = useProviders()
  const field = purpose === 'draft' ? 'draftModels' : 'finalModels'
  const models = useSettings((each) => each[field])
  const file = useSetInFile(`settings.${purpose}_models`)
  const current = models[task]
  const inUse = current && currentDefault(providers, current)
  const isUsed = current !== undefined && isSameModel(current, suggested)
  const { [task]: _removed, ...others } = models
  const { use, used } = texts[purpose]
  return (
    <div className="value-accept">
      <Button
        variant={isUsed ? 'quiet' : 'primary'}
        size="small"
        disabled={isUsed || file !== null}
        title={messages.acceptHint({ task: presetTaskLabel(task) })}
        icon={isUsed ? <Check size={14} /> : undefined}
        onClick={() => settings.change({ [field]: { ...models, [task]: suggested } })}
      >
        {isUsed ? used : use}
      </Button>
      {current !== undefined && (
        <>
          {!isUsed && (
            <span className="value-current">
              {messages.inUseFor({ purpose: purposeLabels[purpose], model: inUse?.card.label ?? current.model })}
            </span>
          )}
          <Button
            variant="quiet"
            size="small"
            disabled={file !== null}
            aria-label={messages.clearDefaultOf({ purpose: purposeLabels[purpose], task: presetTaskLabel(task) })}
            onClick={() => settings.change({ [field]: others })}
          >
            {messages.clearDefault}
          </Button>
        </>
      )}
      <LockNote by={file} />
    </div>
  )
}
