import { useEffect, useRef, useState } from 'react'
import type { Collection } from '../../../../shared/domain/collection.ts'
import { useServices } from '../../../client/index.ts'
import { useGallery } from '../gallery-context.ts'

/** The name of a collection while it is written, in its place. Enter keeps it, Esc leaves it as it was. */
export function CollectionName({ collection }: { readonly collection: Collection }) {
  const { organize } = useGallery()
  const { intents } = useServices()
  const input = useRef<HTMLInputElement>(null)
  const [name, setName] = useState(collection.name)
  useEffect(() => input.current?.select(), [])
  const end = (isKept: boolean) => {
    if (organize.store.getState().renamingId !== collection.id) return
    organize.store.setState({ renamingId: null })
    if (isKept) {
      organize.collecting.rename(collection, name).catch((error: unknown) => intents.send({ do: 'report', error }))
    }
  }
  return (
    <input
      ref={input}
      className="collection-name"
      aria-label="Name of the collection"
      maxLength={200}
      spellCheck={false}
      value={name}
      onChange={(event) => setName(event.target.value)}
      onBlur={() => end(true)}
      onClick={(event) => event.stopPropagation()}
      onKeyDown={(event) => {
        event.stopPropagation()
        if (event.nativeEvent.isComposing || (event.key !== 'Enter' && event.key !== 'Escape')) return
        event.preventDefault()
        const row = event.currentTarget.closest<HTMLElement>('[role="treeitem"]')
        end(event.key === 'Enter')
        row?.focus()
      }}
    />
  )
}
