import { useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { useServices } from '../../client/index.ts'
import type { ExportStore } from './create-export-store.ts'

export function ExportError({ store }: { readonly store: ExportStore }) {
  const { describeError } = useServices()
  const error = useStore(store, (state) => state.error)
  const box = useRef<HTMLDivElement>(null)
  // In a small window it stands below what is in view.
  useEffect(() => box.current?.scrollIntoView({ block: 'nearest' }), [error])
  if (error === null) return null
  const { title, text } = describeError(error)
  return (
    <div className="export-error" role="alert" ref={box}>
      <strong>{title}</strong>
      <p className="selectable">{text}</p>
    </div>
  )
}
