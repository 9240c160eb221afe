import * as messages from '../../../../shared/messages/en/studio-parts.ts'
import { useServices } from '../../../client/index.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import type { SpendQuestion } from '../create-studio-store.ts'

/** Explains that limits block a run. If limits require confirmation, main shows its own dialog. */
export function SpendDialog({ question: { reasons, close } }: { readonly question: SpendQuestion }) {
  const { intents } = useServices()
  const showLimits = () => {
    close()
    intents.send({ type: 'show-settings', page: 'money' })
  }
  const footer = (
    <>
      <Button variant="quiet" onClick={showLimits}>
        {messages.changeLimits}
      </Button>
      <Button variant="primary" data-autofocus onClick={close}>
        {messages.close}
      </Button>
    </>
  )
  return (
    <Dialog title={messages.spendingLimitReached} footer={footer} onClose={close}>
      <div className="dialog-body">
        {reasons.map((reason) => (
          <p key={reason}>{reason}</p>
        ))}
        <p>{messages.nothingSent}</p>
      </div>
    </Dialog>
  )
}
