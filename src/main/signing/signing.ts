import type { ContentSigner } from '../imaging/content-credentials.ts'
import type { SigningIdentity } from '../../shared/domain/signing.ts'

/** Signs Content Credentials. The key never leaves this module: the data to sign is passed in. */
export interface Signing {
  /** null = none yet. Does not access the keychain. */
  identity(): Promise<SigningIdentity | null>
  /** Creates a certificate that replaces the current one. */
  make(name: string): Promise<SigningIdentity>
  /**
   * Uses a certificate and key from the user's files, which are not needed afterwards. @throws request/invalid,
   * storage/*
   */
  useOwn(certificatePath: string, keyPath: string): Promise<SigningIdentity>
  /** Deletes certificate and key. Existing signatures stay valid. */
  forget(): Promise<void>
  /** Creates a certificate if there is none. @throws credential/missing, credential/unavailable, storage/* */
  signer(): Promise<ContentSigner>
}
