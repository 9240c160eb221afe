import { useServices } from '../../../client/index.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import type { SpendQuestion } from './spend-question.ts'

/** Where the limits stop a run. Over limits that ask, main asks in a dialog of its own. */
export function SpendDialog({ question: { reasons, close } }: { readonly question: SpendQuestion }) {
  const { intents } = useServices()
  const showLimits = () => {
    close()
    intents.send({ do: 'show-settings', page: 'money' })
  }
  const footer = (
    <>
      <Button look="quiet" onClick={showLimits}>
        Open limits
      </Button>
      <Button look="primary" data-autofocus onClick={close}>
        Close
      </Button>
    </>
  )
  return (
    <Dialog title="Stopped by your spending limits" footer={footer} onClose={close}>
      <div className="dialog-body">
        {reasons.map((reason) => (
          <p key={reason}>{reason}</p>
        ))}
        <p>Nothing was sent.</p>
      </div>
    </Dialog>
  )
}
