import { SwitchField } from '../../ui/switch-field.tsx'
import type { OptionsProps } from './picture-fields.tsx'
import { signerWords } from './signer-words.ts'
import { useSigner } from './use-signer.ts'

/** Content Credentials in the file, and what they are worth. */
export function SignField({ options, onChange }: OptionsProps) {
  const isOn = options.credentials === 'sign'
  return (
    <>
      <SwitchField
        label="Sign with Content Credentials"
        hint="A signed record (C2PA) of how the image was made and what it came from, also where no other metadata is written. Nothing is sent anywhere, so there is no time stamp by somebody else."
        isOn={isOn}
        onChange={(next) => onChange({ credentials: next ? 'sign' : 'none' })}
      />
      {isOn && <SignerNote />}
    </>
  )
}

function SignerNote() {
  const [identity] = useSigner()
  if (identity === undefined) return null
  return (
    <p className="export-note" role="note">
      {signerWords(identity)}
    </p>
  )
}
