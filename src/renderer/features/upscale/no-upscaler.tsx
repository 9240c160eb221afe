import { useEffect, useState } from 'react'
import type { LocalSetup } from '../../../shared/domain/local-setup.ts'
import { useProviders, useServices } from '../../client/index.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { servicesToSetUp } from './upscalers.ts'

/** What is missing, and the way to it. */
export function NoUpscaler({ onClose }: { readonly onClose: () => void }) {
  const { intents } = useServices()
  const providers = useProviders()
  const setup = useSetup()
  const isOff = providers.some(({ id, isEnabled }) => id === 'local' && !isEnabled)
  const services = servicesToSetUp(providers)
  const showModels = () => {
    onClose()
    intents.send({ do: 'show-models', provider: 'local' })
  }
  return (
    <Dialog
      title="Upscale"
      footer={
        <>
          <Button look="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button look="primary" data-autofocus onClick={showModels}>
            Open Models
          </Button>
        </>
      }
      onClose={onClose}
    >
      <div className="dialog-body">
        <p>{setup === null ? 'Looking for upscalers…' : whatIsMissing(setup, isOff)}</p>
        {services.length > 0 && (
          <p className="upscale-note">With an API key, these services upscale too: {services.join(', ')}.</p>
        )}
      </div>
    </Dialog>
  )
}

function whatIsMissing({ engine, upscalers }: LocalSetup, isOff: boolean): string {
  if (isOff) return 'Local models are turned off. Turn them on in Models to upscale on this computer.'
  if (engine === null) {
    return 'Upscaling on this computer is free and needs an engine and an upscaler. Install an engine under Local models first.'
  }
  if (upscalers === 0) {
    return 'No upscaler found. Under Local models, download Real-ESRGAN with “Get models”, or add a folder with ESRGAN models (.safetensors or .gguf).'
  }
  return 'The engine does not respond. Test it under Local models.'
}

/** As it is now: files may have been added since the last look. */
function useSetup(): LocalSetup | null {
  const { client, providers } = useServices()
  const [setup, setSetup] = useState<LocalSetup | null>(null)
  useEffect(() => {
    const read = () => client.call('local.setup', {}).then(setSetup)
    // What cannot be read now leaves what was known.
    const ignore = () => undefined
    providers.refreshModels('local').then(read, read).catch(ignore)
  }, [client, providers])
  return setup
}
