import { plainMessage as message } from '../plain-message.ts'

// Keychain
export const programEnding = message('The program is ending.')

// Secrets
export const noKey = message(
  'There is no API key for {id}, so nothing was sent. Add one on the Models page, or set {variable}.',
)
export const noKeyOrAccount = message(
  'There is no API key for {id}, so nothing was sent. Add one on the Models page, or set {variable}, or GOOGLE_APPLICATION_CREDENTIALS for a service account.',
)
export const keychainSilent = message(
  'The keychain of this computer does not respond, and Atelier stores API keys only there. Unlock or install one (on Linux, a Secret Service such as GNOME Keyring or KWallet), or set the environment variable {variable} before starting Atelier.',
)
export const keychainUnusable = message(
  'The keychain of this computer cannot be used, and Atelier stores API keys only there. Unlock or install one (on Linux, a Secret Service such as GNOME Keyring or KWallet), or set the environment variable {variable} before starting Atelier.',
)

// Service account
export const accountWithoutProject = message(
  'The service account in {path} (GOOGLE_APPLICATION_CREDENTIALS) has no project. Nothing was sent. Set GOOGLE_CLOUD_PROJECT, or GOOGLE_API_KEY instead.',
)
export const accountMissing = message(
  'The file {path} (GOOGLE_APPLICATION_CREDENTIALS) does not exist. Nothing was sent. Download a JSON key of a service account from the Google Cloud console, or set GOOGLE_API_KEY instead.',
)
export const accountUnreadable = message(
  'The file {path} (GOOGLE_APPLICATION_CREDENTIALS) cannot be read. Nothing was sent. Download a JSON key of a service account from the Google Cloud console, or set GOOGLE_API_KEY instead.',
)
export const accountWithoutField = message(
  'The service account in {path} (GOOGLE_APPLICATION_CREDENTIALS) has no usable {field}. Nothing was sent. Download a JSON key of a service account from the Google Cloud console, or set GOOGLE_API_KEY instead.',
)
export const notAnAccount = message(
  'The file {path} (GOOGLE_APPLICATION_CREDENTIALS) is not a service account’s key file. Nothing was sent. Download a JSON key of a service account from the Google Cloud console, or set GOOGLE_API_KEY instead.',
)
export const servicesOwnAddress = message('the service’s own address')
export const keyOfOtherHost = message(
  'The API key for {id} was saved for another host, so nothing was sent to {where}. Save it again to use it there.',
)
export const keyEmpty = message('The API key is empty.')
export const keyTooLong = message('This is too long for an API key.')
export const loginFormat = message('Write a login as user:password.')
export const notKey = message('This is not an API key: it must not contain spaces.')
export const withNothingSaved = message('{what} Nothing was saved.')

// Signing
export const signingExpired = message(
  'The signing certificate has expired. Nothing was signed. Create a new one in Settings › Export.',
)
export const certificateTooLarge = message('“{basename}” is too large to be a certificate or a key.')
export const cannotReadFile = message('Could not read “{basename}”.')

// Identity store
export const signingKeyGone = message(
  'The signing key is no longer in the keychain. Nothing was signed. Create a new certificate in Settings › Export.',
)
export const cannotReadSigningCertificate = message('Could not read the signing certificate.')
export const signingDamaged = message(
  'The signing certificate is damaged. Nothing was signed. Create a new one in Settings › Export.',
)

// Key store cache
export const signingKeychainUnavailable = message(
  'The keychain that holds the signing key is unavailable. Nothing was signed. Unlock the keychain and try again, or create a new certificate in Settings › Export.',
)

// Read own certificate
export const noCertificate = message('The file has no certificate in PEM format (BEGIN CERTIFICATE).')
export const keyOfOtherCertificate = message('The key does not belong to the first certificate in the file.')
export const keyTypeNotSupported = message(
  'This type of key is not supported. Use an elliptic curve (P-256 to P-521), Ed25519 or RSA with 2,048 bits.',
)
export const chainOutOfOrder = message('The certificates are not in order: each must be signed by the one after it.')
export const chainTooLong = message('The file has more than {chainMax} certificates.')
export const certificateDamaged = message('A certificate in the file is damaged.')
export const noPrivateKey = message('The file has no private key in PEM format (BEGIN PRIVATE KEY).')
export const certificateExpired = message('The certificate has expired.')
export const certificateNotYetValid = message('The certificate is not valid yet.')
export const authorityCertificate = message(
  'This is an authority’s or self-signed certificate. C2PA requires one signed by an authority.',
)
export const otherPurpose = message(
  'The certificate is not for signing documents or email, so other apps would reject it.',
)
export const withNothingChanged = message('{what} Nothing was changed.')

export const keyHasPassword = message(
  'The key is protected with a password. Save it without one, then choose it again. Atelier stores it in the keychain.',
)
