import { useMemo, type RefObject } from 'react'
import { useStore } from 'zustand'
import type { NamedReferenceId } from '../../../../../shared/domain/ids.ts'
import type { NamedReference } from '../../../../../shared/domain/named-reference.ts'
import * as messages from '../../../../../shared/messages/en/named-references.ts'
import { findReference, useReferences, useServices } from '../../../../client/index.ts'
import { selectLastPlan, type PlanState } from '../../form/create-planner.ts'
import type { ModelPick } from '../../form/derive-generate-state.ts'
import { useGenerateState } from '../../form/generate-context.ts'
import { usePrompts } from '../../form/use-generate.ts'
import { useStudio } from '../../studio-context.ts'
import { namesIn } from './match-references.ts'
import { MentionMarks } from './mention-marks.tsx'
import { MentionSign } from './mention-sign.tsx'

interface MentionChipsProps {
  /** The name being typed. */
  readonly typed: string | null
  readonly field: RefObject<HTMLTextAreaElement | null>
}

/** The references that the prompt names, highlighted in it, and what each selected model gets of them. */
export function MentionChips({ typed, field }: MentionChipsProps) {
  const { picks } = useGenerateState()
  const { prompt } = usePrompts()
  const names = useMemo(() => namesIn(prompt), [prompt])
  const all = useReferences(names.length > 0)
  const found = names.map((name) => ({ name, reference: findReference(all, name) }))
  // A name that is not complete yet is none, and neither is a tag that a model gives to images without a name.
  const isUnknown = (name: string) => name !== typed && !isImageTag(name, picks)
  const shown = found.filter(({ name, reference }) => reference || isUnknown(name))
  if (all === null || shown.length === 0) return null
  return (
    <>
      <MentionMarks field={field} text={prompt} all={all} isUnknown={isUnknown} />
      <ul className="mention-chips" aria-label={messages.referencesInPrompt}>
        {shown.map(({ name, reference }) => (
          <li key={name}>
            {reference ? <KnownChip reference={reference} picks={picks} /> : <UnknownChip name={name} />}
          </li>
        ))}
      </ul>
    </>
  )
}

interface KnownChipProps {
  readonly reference: NamedReference
  readonly picks: readonly ModelPick[]
}

function KnownChip({ reference, picks }: KnownChipProps) {
  const { intents } = useServices()
  const plans = useStore(useStudio().planner.store)
  const ways = picks.flatMap((pick) => wayOf(plans, pick, reference.id))
  const short = [...new Set(ways.map(({ way }) => way))].join(' · ')
  return (
    <button
      type="button"
      className="mention-chip"
      title={[`@${reference.name}`, ...ways.map(messages.wayOfModel)].join('\n')}
      onClick={() => intents.send({ type: 'edit-references', at: { type: 'one', id: reference.id } })}
    >
      <MentionSign reference={reference} />
      <span>@{reference.name}</span>
      {short !== '' && <small>{short}</small>}
    </button>
  )
}

function UnknownChip({ name }: { readonly name: string }) {
  const { intents } = useServices()
  return (
    <span className="mention-chip" data-unknown="true">
      <span>{messages.noSuchReference({ name })}</span>
      <button
        type="button"
        className="generate-link"
        aria-label={messages.createNamed({ name })}
        onClick={() => intents.send({ type: 'edit-references', at: { type: 'new', name, imageIds: [] } })}
      >
        {messages.createLabel}
      </button>
    </span>
  )
}

/** What a model gets of a reference; empty where it is not known yet. */
function wayOf(plans: PlanState, { card, request }: ModelPick, id: NamedReferenceId) {
  const use = selectLastPlan(plans, request)?.references?.find((each) => each.id === id)
  if (use === undefined) return []
  return {
    model: card.label,
    way: use.form === 'words' ? messages.inWords : messages.images({ count: use.imageIds.length }),
  }
}

function isImageTag(name: string, picks: readonly ModelPick[]): boolean {
  return /^(?:source|image\d+)$/i.test(name) && picks.some(({ card }) => card.referenceForm === 'tags')
}
