import { useStore } from 'zustand'
import { useServices } from '../../client/index.ts'
import type { ExportStore } from './create-export-store.ts'

/** In a small window it is below the visible area. */
function bringIntoView(box: HTMLDivElement | null): void {
  box?.scrollIntoView({ block: 'nearest' })
}

export function ExportError({ store }: { readonly store: ExportStore }) {
  const { describeError } = useServices()
  const error = useStore(store, (state) => state.error)
  if (error === null) return null
  const { title, text } = describeError(error)
  return (
    <div className="export-error" role="alert" ref={bringIntoView}>
      <strong>{title}</strong>
      <p className="selectable">{text}</p>
    </div>
  )
}
