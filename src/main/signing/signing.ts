import type { ContentSigner } from '../imaging/content-credentials.ts'
import type { SigningIdentity } from '../../shared/domain/signing.ts'

/** Who signs Content Credentials here. The key never leaves it: what is to be signed comes in. */
export interface Signing {
  /** null = nobody yet. Does not ask the keychain. */
  identity(): Promise<SigningIdentity | null>
  /** A new certificate in the place of what there was. */
  make(name: string): Promise<SigningIdentity>
  /** A certificate and its key from files of the person's; the files are not needed again. @throws request/invalid, storage/* */
  useOwn(certificatePath: string, keyPath: string): Promise<SigningIdentity>
  /** Removes certificate and key. What was signed stays signed. */
  forget(): Promise<void>
  /** Makes a certificate where there is none. @throws credential/missing, credential/unavailable, storage/* */
  signer(): Promise<ContentSigner>
}
