import { useServices, useSettings } from '../../../client/index.ts'
import { Button } from '../../../ui/button.tsx'

/** Which program pictures are handed to. */
export function EditorCard() {
  const { client, intents } = useServices()
  const editor = useSettings((each) => each.externalEditor)
  const change = (route: 'external.chooseProgram' | 'external.resetProgram') =>
    void client.call(route, {}).catch((error: unknown) => intents.send({ do: 'report', error }))
  return (
    <section className="settings-card" aria-labelledby="external-editor">
      <h3 id="external-editor">Editing in another program</h3>
      <p className="settings-program selectable">{editor ?? 'As the system has it'}</p>
      <div className="settings-programs">
        <Button size="small" onClick={() => change('external.chooseProgram')}>
          Choose a program…
        </Button>
        <Button size="small" disabled={editor === null} onClick={() => change('external.resetProgram')}>
          As the system has it
        </Button>
      </div>
      <p className="settings-note">
        The program gets a copy: PNG and TIFF as they are, everything else as a PNG. What you save there comes back as a
        new image, made from the one you opened. The copies are kept for 30 days.
      </p>
    </section>
  )
}
