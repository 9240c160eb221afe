import { useState, type ReactNode } from 'react'
import type { EditStep, MaskRule } from '../../../../shared/domain/edit-plan.ts'
import { toSeed } from '../../../../shared/domain/seed.ts'
import * as messages from '../../../../shared/messages/en/edit-plan.ts'
import { Disclosure } from '../../../ui/disclosure.tsx'
import { NumberField } from '../../../ui/fields/number-field.tsx'
import { SelectField } from '../../../ui/fields/select-field.tsx'
import { TextField } from '../../../ui/fields/text-field.tsx'

interface StepDetailsProps {
  readonly step: EditStep
  readonly isLocked: boolean
  readonly onChange: (step: EditStep) => void
}

const edgeMax = 512
const firstEdge = { growPx: 4, featherPx: 8 }
const edges = [
  { value: 'automatic', label: messages.edgeAutomatic },
  { value: 'custom', label: messages.edgeCustom },
]
const rules = [
  { value: 'same', label: messages.sameMask },
  { value: 'subject', label: messages.findSubject },
  { value: 'background', label: messages.findBackground },
  { value: 'words', label: messages.findWords },
]

/** Settings that are rarely changed: seed, edge, negative prompt, and how the mask is found on other images. */
export function StepDetails({ step, isLocked, onChange }: StepDetailsProps): ReactNode {
  return (
    <div className="plan-details">
      <Disclosure title={messages.more}>
        <fieldset className="plan-fields" disabled={isLocked}>
          {step.model !== null && (
            <TextField
              label={messages.negativePrompt}
              value={step.negativePrompt}
              onChange={(event) => onChange({ ...step, negativePrompt: event.target.value })}
            />
          )}
          <StepSeed step={step} onChange={onChange} />
          <EdgeFields step={step} onChange={onChange} />
          <RuleFields step={step} onChange={onChange} />
        </fieldset>
      </Disclosure>
    </div>
  )
}

type FieldProps = Pick<StepDetailsProps, 'step' | 'onChange'>

function StepSeed({ step, onChange }: FieldProps): ReactNode {
  const [draft, setDraft] = useState<string | null>(null)
  const isBad = draft !== null && draft.trim() !== '' && toSeed(draft.trim()) === null
  const commit = () => {
    if (draft !== null && !isBad) onChange({ ...step, seed: draft.trim() === '' ? null : toSeed(draft.trim()) })
    setDraft(null)
  }
  return (
    <TextField
      label={messages.seed}
      placeholder={messages.seedRandom}
      inputMode="numeric"
      value={draft ?? String(step.seed ?? '')}
      problem={isBad ? messages.seedInvalid : null}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur()
      }}
    />
  )
}

function EdgeFields({ step, onChange }: FieldProps): ReactNode {
  const { edge } = step
  return (
    <>
      <SelectField
        label={messages.edge}
        options={edges}
        value={edge === null ? 'automatic' : 'custom'}
        onChange={(value) => onChange({ ...step, edge: value === 'custom' ? firstEdge : null })}
      />
      {edge !== null && (
        <>
          <NumberField
            label={messages.grow}
            value={edge.growPx}
            min={0}
            max={edgeMax}
            onCommit={(growPx) => onChange({ ...step, edge: { ...edge, growPx } })}
          />
          <NumberField
            label={messages.softEdge}
            value={edge.featherPx}
            min={0}
            max={edgeMax}
            onCommit={(featherPx) => onChange({ ...step, edge: { ...edge, featherPx } })}
          />
        </>
      )}
    </>
  )
}

function RuleFields({ step, onChange }: FieldProps): ReactNode {
  const { rule, maskName } = step
  const choose = (value: string) => {
    // The mask's name is often what it shows.
    const words: MaskRule = { type: 'words', words: maskName, isAll: false }
    const found = value === 'subject' || value === 'background' ? { type: value } : value === 'words' ? words : null
    onChange({ ...step, rule: found as MaskRule | null })
  }
  return (
    <>
      <SelectField label={messages.onOtherImages} options={rules} value={rule?.type ?? 'same'} onChange={choose} />
      {rule?.type === 'words' && (
        <>
          <TextField
            label={messages.words}
            value={rule.words}
            onChange={(event) => {
              if (event.target.value.trim() !== '') onChange({ ...step, rule: { ...rule, words: event.target.value } })
            }}
          />
          <label className="plan-check">
            <input
              type="checkbox"
              checked={rule.isAll}
              onChange={(event) => onChange({ ...step, rule: { ...rule, isAll: event.target.checked } })}
            />
            {messages.allMatches}
          </label>
        </>
      )}
    </>
  )
}
