import { Info } from 'lucide-react'
import type { JobSnapshot } from '../../../../shared/domain/job.ts'
import * as messages from '../../../../shared/messages/en/studio-results.ts'
import { IconButton } from '../../../ui/icon-button.tsx'
import { Popover } from '../../../ui/menus/popover.tsx'
import { LazyCardDetails } from '../deferred-parts.ts'
import { useStudio, useStudioState } from '../studio-context.ts'

/** On the image of a card. */
export function DetailsButton({ job }: { readonly job: JobSnapshot }) {
  const { store } = useStudio()
  const isOpen = useStudioState(({ detailsOf }) => detailsOf === job.id)
  const trigger = (
    <IconButton label={messages.details} size="small" tooltipSide="top" className="card-details-button">
      <Info size={14} aria-hidden="true" />
    </IconButton>
  )
  return (
    // A click in here does not select the card.
    <div className="card-details-place" role="presentation" onClick={(event) => event.stopPropagation()}>
      <Popover
        label={messages.details}
        side="top"
        isOpen={isOpen}
        trigger={trigger}
        onOpenChange={(next) => store.setState({ detailsOf: next ? job.id : null })}
      >
        <LazyCardDetails job={job} />
      </Popover>
    </div>
  )
}
