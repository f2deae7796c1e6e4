import type { ComponentType } from 'preact';
import type { IconName } from 'kit/components/Icon';
import { AuditPage } from './pages/audit/AuditPage';
import { ChatPage } from './pages/chat/ChatPage';
import { LivePage } from './pages/live/LivePage';
import { ProfilesPage } from './pages/profiles/ProfilesPage';
import { RequestsPage } from './pages/requests/RequestsPage';
import { ServicesPage } from './pages/services/ServicesPage';
import type { Route } from './router';

/** A page of the console. `g` and then `key` goes there. */
export interface Page {
  name: string;
  title: string;
  key: string;
  icon: IconName;
  component: ComponentType<{ route: Route }>;
}

/** The pages in the order of the navigation; the first one answers for addresses that name none. */
export const pages: [Page, ...Page[]] = [
  { name: 'requests', title: 'Requests', key: 'r', icon: 'requests', component: RequestsPage },
  { name: 'chat', title: 'Chat', key: 'c', icon: 'chat', component: ChatPage },
  { name: 'services', title: 'Services', key: 's', icon: 'services', component: ServicesPage },
  { name: 'live', title: 'Live', key: 'l', icon: 'live', component: LivePage },
  { name: 'profiles', title: 'Profiles', key: 'p', icon: 'profiles', component: ProfilesPage },
  { name: 'audit', title: 'Audit', key: 'a', icon: 'audit', component: AuditPage },
];
