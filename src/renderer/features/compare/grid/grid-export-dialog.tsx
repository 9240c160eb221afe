import { useState } from 'react'
import type { GridExport } from '../../../../shared/domain/grid.ts'
import type { GridId } from '../../../../shared/domain/ids.ts'
import * as messages from '../../../../shared/messages/en/grids.ts'
import { useServices, useWork } from '../../../client/index.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { SegmentedControl } from '../../../ui/fields/segmented-control.tsx'
import { SelectField } from '../../../ui/fields/select-field.tsx'
import './grid-dialog.css'

const formats = [
  { value: 'png', label: messages.png },
  { value: 'jpeg', label: messages.jpeg },
  { value: 'webp', label: messages.webp },
  { value: 'pdf', label: messages.pdfPages },
] as const

const sizes = [128, 256, 512, 1_024]

interface GridExportDialogProps {
  readonly id: GridId
  readonly onClose: () => void
}

/** Writes the grid with its labels as one image, or as a PDF. */
export function GridExportDialog({ id, onClose }: GridExportDialogProps) {
  const { client, intents } = useServices()
  const work = useWork()
  const [format, setFormat] = useState<GridExport['format']>('png')
  const [cellPx, setCellPx] = useState(512)
  const run = async () => {
    await work.run(async () => {
      const written = await client.call('grids.chooseAndExport', { id, options: { format, cellPx } })
      if (written === null) return
      const { path, isReduced, missingCharacters } = written
      const saved = (isReduced ? messages.exportedReduced : messages.exported)({ path })
      const missing = missingCharacters.join(' ')
      const text = missing === '' ? saved : `${saved} ${messages.missingCharacters({ characters: missing })}`
      intents.send({ type: 'notify', notice: { level: missing === '' ? 'done' : 'warning', text } })
      onClose()
    })
  }
  const footer = (
    <>
      <Button onClick={onClose}>{messages.cancel}</Button>
      <Button variant="primary" disabled={work.isBusy} onClick={() => void run()}>
        {work.isBusy ? messages.exporting : messages.exportLabel}
      </Button>
    </>
  )
  return (
    <Dialog title={messages.exportTitle} footer={footer} onClose={onClose}>
      <div className="dialog-body grid-dialog-body">
        <SegmentedControl label={messages.format} options={formats} value={format} onChange={setFormat} />
        <SelectField
          label={messages.imageSize}
          value={String(cellPx)}
          options={sizes.map((px) => ({ value: String(px), label: messages.pixels({ px }) }))}
          onChange={(value) => setCellPx(Number(value))}
        />
        <p className="grid-hint">{messages.exportHint}</p>
        {work.problem !== null && (
          <p className="grid-plan-limit" role="alert">
            {work.problem}
          </p>
        )}
      </div>
    </Dialog>
  )
}
