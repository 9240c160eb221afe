import { useStore } from 'zustand'
import type { ProjectFormat } from '../../../shared/domain/project-format.ts'
import { useServices } from '../../client/index.ts'
import { Button } from '../../ui/button.tsx'
import type { ExportStore } from './create-export-store.ts'

const formats: readonly { readonly format: ProjectFormat; readonly label: string }[] = [
  { format: 'psd', label: 'Photoshop (PSD)…' },
  { format: 'ora', label: 'OpenRaster (ORA)…' },
  { format: 'atelier', label: 'Atelier document…' },
]

interface DocumentFieldProps {
  readonly store: ExportStore
  readonly onClose: () => void
}

/** A picture that is open in the Studio has more to it than one file of pixels holds. */
export function DocumentField({ store, onClose }: DocumentFieldProps) {
  const { documents, intents } = useServices()
  const ids = useStore(store, (state) => state.ids)
  const [id, second] = ids
  const open = useStore(documents.store, (state) => state.documents?.find(({ baseId }) => baseId === id))
  if (open === undefined || second !== undefined) return null
  const save = (format: ProjectFormat) => {
    onClose()
    intents.send({ do: 'save-document', documentId: open.id, format })
  }
  return (
    <section className="export-document" aria-label="As a document">
      <p className="export-hint">
        This image is open in the Studio. With its layers and masks it goes into a document, which is not signed:
      </p>
      <div className="export-document-formats">
        {formats.map(({ format, label }) => (
          <Button key={format} size="small" onClick={() => save(format)}>
            {label}
          </Button>
        ))}
      </div>
    </section>
  )
}
