import { useEffect } from 'react'
import { useStore } from 'zustand'
import { selectActiveDocument } from '../client/index.ts'
import type { AppModel } from './create-app-model.ts'

const program = 'Atelier'
const placeNames = { gallery: 'Gallery', compare: 'Compare', models: 'Models', settings: 'Settings' } as const

/** The window's name in the system's own lists says what is open in it. */
export function useWindowTitle({ shell, services }: Pick<AppModel, 'shell' | 'services'>): void {
  const place = useStore(shell, (state) => state.place)
  const picture = useStore(services.documents.store, (state) => selectActiveDocument(state)?.name)
  const subject = place === 'studio' ? picture : placeNames[place]
  useEffect(() => {
    document.title = subject === undefined ? program : `${subject} — ${program}`
  }, [subject])
}
