import { useServices } from '../../../client/index.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import type { SpendQuestion } from './spend-question.ts'

/** Before money is spent over a limit. Enter is the way back: what costs is only sent on purpose. */
export function SpendDialog({ question }: { readonly question: SpendQuestion }) {
  const { intents } = useServices()
  const isAsking = question.is === 'ask'
  const close = () => question.answer(false)
  const showLimits = () => {
    close()
    intents.send({ do: 'show-settings', page: 'money' })
  }
  const footer = (
    <>
      <Button look="quiet" onClick={showLimits}>
        Open limits
      </Button>
      {isAsking && <Button onClick={() => question.answer(true)}>Send anyway</Button>}
      <Button look="primary" data-autofocus onClick={close}>
        {isAsking ? 'Cancel' : 'Close'}
      </Button>
    </>
  )
  return (
    <Dialog
      title={isAsking ? 'Over your spending limit' : 'Stopped by your spending limits'}
      footer={footer}
      onClose={close}
    >
      <div className="dialog-body">
        {question.reasons.map((reason) => (
          <p key={reason}>{reason}</p>
        ))}
        <p>{isAsking ? 'Nothing has been sent yet.' : 'Nothing was sent.'}</p>
      </div>
    </Dialog>
  )
}
