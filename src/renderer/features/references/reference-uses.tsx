import { useEffect, useState } from 'react'
import type { NamedReference } from '../../../shared/domain/named-reference.ts'
import * as messages from '../../../shared/messages/en/named-references.ts'
import { toggleTerm } from '../../../shared/search/index.ts'
import { useServices } from '../../client/index.ts'

interface ReferenceUsesProps {
  readonly reference: NamedReference
  /** Leaves the dialog, then goes. */
  readonly onLeave: (go: () => void) => void
}

/** Leads to the images that were made with it, and to those that are like it if a model on this computer can tell. */
export function ReferenceUses({ reference: { name, uses, imageIds }, onLeave }: ReferenceUsesProps) {
  const { intents } = useServices()
  const canCompare = useCanCompare() && imageIds.length > 0
  const links = [
    ...(uses > 0 ? [{ text: messages.usedBy({ count: uses }), fields: ['reference'] as const }] : []),
    ...(uses > 1 && canCompare
      ? [{ text: messages.rankedByLikeness, fields: ['reference', 'likeness'] as const }]
      : []),
    ...(canCompare ? [{ text: messages.similarImages, fields: ['likeness'] as const }] : []),
  ]
  return (
    <p className="reference-editor-uses">
      {uses === 0 && <span>{messages.notUsed}</span>}
      {links.map(({ text, fields }) => (
        <button
          key={text}
          type="button"
          onClick={() => {
            const query = fields.reduce((terms, field) => toggleTerm(terms, field, name), '')
            onLeave(() => intents.send({ type: 'find-in-gallery', query }))
          }}
        >
          {text}
        </button>
      ))}
    </p>
  )
}

function useCanCompare(): boolean {
  const { client } = useServices()
  const [canCompare, setCanCompare] = useState(false)
  useEffect(() => {
    client.call('vision.index', {}).then(
      ({ model }) => setCanCompare(model !== null),
      () => setCanCompare(false),
    )
  }, [client])
  return canCompare
}
