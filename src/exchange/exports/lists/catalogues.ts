/** Fields that hold a code of a catalogue, which the committee names by itself. */
const CATALOGUES: Record<string, string> = {
  'meetings.typeCode': 'meeting_type',
  'recognitions.level': 'level',
  'instructions.leaderLevel': 'level',
  'milestones.level': 'level',
  'proposals.keyLeaderLevel': 'level',
  'proposals.notFiledReason': 'not_filed_reason',
  'offices.office': 'office',
  'leavePolicies.approverOffice': 'office',
  'leavePolicies.typeCode': 'meeting_type',
  'bodyRoles.role': 'body_role',
  'attendance.leaveType': 'leave_type',
  'leaveRequests.leaveType': 'leave_type',
  'exemptions.reason': 'exemption_reason',
  'proposalReplies.category': 'reply_category',
  'planItems.kind': 'plan_kind',
  'places.kind': 'place_kind',
  'serviceRecords.kind': 'service_kind',
  'recognitions.kind': 'recognition_kind',
}

export const catalogueOf = (list: string, field: string): string | undefined => CATALOGUES[`${list}.${field}`]
