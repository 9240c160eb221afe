import { X } from 'lucide-react'
import { useStore } from 'zustand'
import { useServices } from '../../../client/index.ts'
import { useStudio, useStudioState } from '../studio-context.ts'

/** The styles that are laid around the words; a press takes one away. */
export function StyleChips() {
  const { store } = useStudio()
  const ids = useStudioState((state) => state.form.styleIds)
  const styles = useStore(useServices().prompts.store, (state) => state.styles)
  const remove = (id: string) =>
    store.setState(({ form }) => ({ form: { ...form, styleIds: form.styleIds.filter((each) => each !== id) } }))
  const chosen = ids.flatMap((id) => styles?.find((style) => style.id === id) ?? [])
  if (chosen.length === 0) return null
  return (
    <ul className="style-chips" aria-label="Styles">
      {chosen.map(({ id, name }) => (
        <li key={id}>
          <button type="button" aria-label={`Take the style ${name} away`} onClick={() => remove(id)}>
            {name}
            <X size={11} aria-hidden="true" />
          </button>
        </li>
      ))}
    </ul>
  )
}
