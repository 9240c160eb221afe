export { environmentNameOf, isKeyId, keyIds, type KeyId } from './key-names.ts'
export { createSystemKeychain, type Keychain } from './keychain.ts'
export { createSecrets, type KeyStatus, type Secret, type Secrets } from './secrets.ts'
