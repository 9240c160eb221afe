import { useStore } from 'zustand'
import { useServices } from '../../client/index.ts'
import type { ExportStore } from './create-export-store.ts'

export function ExportError({ store }: { readonly store: ExportStore }) {
  const { describeError } = useServices()
  const error = useStore(store, (state) => state.error)
  if (error === null) return null
  const { title, text } = describeError(error)
  return (
    <div className="export-error" role="alert">
      <strong>{title}</strong>
      <p className="selectable">{text}</p>
    </div>
  )
}
