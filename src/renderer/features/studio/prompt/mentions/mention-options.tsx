import { Plus } from 'lucide-react'
import type { RefObject } from 'react'
import type { NamedReference } from '../../../../../shared/domain/named-reference.ts'
import * as messages from '../../../../../shared/messages/en/named-references.ts'
import { useReferences } from '../../../../client/index.ts'
import { caretRect } from '../../../../ui/fields/caret-rect.ts'
import { CompletionList } from '../../../../ui/fields/completion-list.tsx'
import { referenceKindLabels } from '../../../../ui/reference-sign.tsx'
import { MentionSign } from './mention-sign.tsx'
import { newOption, type MentionList } from './use-mention-list.ts'

interface MentionOptionsProps {
  readonly list: MentionList
  readonly field: RefObject<HTMLTextAreaElement | null>
}

/** The references to choose from, below the `@` that is being typed. */
export function MentionOptions({ list, field }: MentionOptionsProps) {
  const all = useReferences() ?? []
  const { mention } = list
  if (mention === null) return null
  return (
    <CompletionList
      completion={list}
      label={messages.references}
      field={field}
      placeOf={() => caretRect(field.current!, mention.start)}
      renderOption={(option) => (
        <Option typed={mention.typed} reference={option === newOption ? null : all.find(({ id }) => id === option)} />
      )}
    />
  )
}

interface OptionProps {
  readonly typed: string
  /** null = a new one. */
  readonly reference: NamedReference | null | undefined
}

function Option({ typed, reference }: OptionProps) {
  if (!reference) {
    return (
      <span className="mention-option">
        <span className="mention-option-new">
          <Plus size={14} aria-hidden="true" />
        </span>
        {typed === '' ? messages.newReferenceEllipsis : messages.newNamed({ name: typed })}
      </span>
    )
  }
  return (
    <span className="mention-option">
      <MentionSign reference={reference} />
      <span>@{reference.name}</span> <small>{referenceKindLabels[reference.kind]}</small>
    </span>
  )
}
