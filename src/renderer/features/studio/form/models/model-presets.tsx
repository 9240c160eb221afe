import { purposeModel } from '../../../../../shared/domain/settings.ts'
import { modelPurposes, type ModelPurpose } from '../../../../../shared/domain/model-value.ts'
import type { ModelRef } from '../../../../../shared/domain/provider.ts'
import * as messages from '../../../../../shared/messages/en/model-presets.ts'
import { useProviders, useSettings } from '../../../../client/index.ts'
import { modelKey } from '../../../../lib/models/model-ref.ts'
import { Button } from '../../../../ui/button.tsx'
import { useStudio } from '../../studio-context.ts'
import { purposeChoice } from './choose-purpose-model.ts'
import { useGenerateState } from '../generate-context.ts'
import './model-presets.css'

/** Switches to the default model for drafts or for finals of the task; nothing where none is set. */
export function ModelPresets() {
  const { task } = useGenerateState()
  const draft = useSettings((settings) => purposeModel(settings, 'draft', task))
  const final = useSettings((settings) => purposeModel(settings, 'final', task))
  const models = { draft, final }
  if (draft === null && final === null) return null
  return (
    <div className="model-presets" role="group" aria-label={messages.presets}>
      {modelPurposes.map((purpose) => {
        const ref = models[purpose]
        return ref !== null && <PresetButton key={purpose} purpose={purpose} modelRef={ref} />
      })}
    </div>
  )
}

const labels = { draft: messages.draft, final: messages.final } as const

interface PresetButtonProps {
  readonly purpose: ModelPurpose
  readonly modelRef: ModelRef
}

function PresetButton({ purpose, modelRef }: PresetButtonProps) {
  const { form } = useStudio()
  const { task, choices } = useGenerateState()
  const { choice, name, problem } = purposeChoice(useProviders(), modelRef, task)
  const [only, ...others] = choices
  const isChosen = others.length === 0 && typeof only === 'object' && modelKey(only) === modelKey(choice)
  return (
    <Button
      size="small"
      aria-pressed={isChosen}
      disabled={problem !== null}
      title={problem ?? name}
      onClick={() => form.chooseModel(choice)}
    >
      {labels[purpose]}
    </Button>
  )
}
