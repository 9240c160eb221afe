import { ScanSearch } from 'lucide-react'
import { useModelDownload } from '../../client/use-model-download.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'

interface NoContentModelProps {
  readonly title: string
  readonly text: string
}

/** In place of what needs a model that says what images show: a button that gets one. */
export function NoContentModel({ title, text }: NoContentModelProps) {
  const { label, terms, isBusy, start } = useModelDownload('search')
  return (
    <EmptyState icon={<ScanSearch size={32} strokeWidth={1.5} />} title={title} text={`${text} ${terms}`}>
      <Button variant="primary" disabled={isBusy} onClick={start}>
        {label}
      </Button>
    </EmptyState>
  )
}
