import { FolderInput, Plus } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import type { NamedReferenceId } from '../../../shared/domain/ids.ts'
import type { NamedReference } from '../../../shared/domain/named-reference.ts'
import * as messages from '../../../shared/messages/en/named-references.ts'
import { useCover } from '../../client/index.ts'
import { Button } from '../../ui/button.tsx'
import { referenceKindLabels, ReferenceSign } from '../../ui/reference-sign.tsx'

interface ReferenceListProps {
  readonly all: readonly NamedReference[]
  /** null = a new one. */
  readonly chosenId: NamedReferenceId | null
  readonly onChoose: (id: NamedReferenceId) => void
  readonly onNew: () => void
  /** Imports one from a file. */
  readonly onImport: () => void
}

export function ReferenceList({ all, chosenId, onChoose, onNew, onImport }: ReferenceListProps) {
  return (
    <nav aria-label={messages.references}>
      <ul onKeyDown={walkList}>
        {all.map((each) => (
          <li key={each.id}>
            <button
              type="button"
              aria-current={each.id === chosenId}
              data-autofocus={each.id === chosenId || undefined}
              title={`@${each.name}`}
              onClick={() => onChoose(each.id)}
            >
              <Sign reference={each} />
              <span>@{each.name}</span>
              <small>{referenceKindLabels[each.kind]}</small>
            </button>
          </li>
        ))}
      </ul>
      <Button variant="quiet" size="small" icon={<Plus size={13} />} onClick={onNew}>
        {messages.newReference}
      </Button>
      <Button variant="quiet" size="small" icon={<FolderInput size={13} />} onClick={onImport}>
        {messages.importLabel}
      </Button>
    </nav>
  )
}

function Sign({ reference: { kind, imageIds } }: { readonly reference: NamedReference }) {
  const imageId = imageIds[0] ?? null
  return <ReferenceSign kind={kind} imageId={imageId} isCovered={useCover(imageId) !== null} />
}

/** Up and down move between references. */
function walkList(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (step === undefined) return
  const buttons = [...event.currentTarget.querySelectorAll('button')]
  const next = buttons[buttons.indexOf(event.target as HTMLButtonElement) + step]
  event.preventDefault()
  next?.focus()
  next?.click()
}
