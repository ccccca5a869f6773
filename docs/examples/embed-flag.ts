/**
 * Asks for the flag with @openfeature/server-sdk, as a service beside ours does. From the root of the clone:
 * DATABASE_URL=postgresql://… node --conditions=@cynow/source docs/examples/embed-flag.ts
 */
import { createFlagProvider } from '@cynow/po-adapters-pg/openfeature';
import { readHardSwitch } from '@cynow/po-adapters-pg/switch';
import { OpenFeature, ProviderEvents } from '@openfeature/server-sdk';

// #region provider
const { DATABASE_URL = 'postgresql://localhost/cynow', ENABLE_PO_MANAGEMENT, PO_OFF_FILE } = process.env;
const provider = createFlagProvider({ url: DATABASE_URL, schema: 'po', applicationName: 'my-service' }, () =>
  readHardSwitch(ENABLE_PO_MANAGEMENT, PO_OFF_FILE),
);
// A service starts without the database, too: the flag is off until it can be read.
await OpenFeature.setProviderAndWait(provider).catch((error: Error) => console.warn(error.message));
// #endregion provider

const client = OpenFeature.getClient();
console.log(client.providerStatus);

// #region ask
const hasFeature = async (user: string, role: string): Promise<boolean> => {
  const { value, reason, flagMetadata } = await client.getBooleanDetails('po_management', false, {
    targetingKey: user,
    role,
  });
  console.log(`${user}: ${value ? 'on' : 'off'}, ${reason}, bucket ${flagMetadata.bucket}`);
  return value;
};
client.addHandler(ProviderEvents.ConfigurationChanged, () => console.log('the flag was changed'));
// #endregion ask

await hasFeature('김철수', 'viewer');
await hasFeature('kim', 'viewer');
await hasFeature('이영희', 'editor');
await OpenFeature.close();
